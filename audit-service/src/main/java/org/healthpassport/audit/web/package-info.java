/** Parts of the HTTP edge that only this service needs: strict parameters, and blocking work off the event loops. */
@NullMarked
package org.healthpassport.audit.web;

import org.jspecify.annotations.NullMarked;
