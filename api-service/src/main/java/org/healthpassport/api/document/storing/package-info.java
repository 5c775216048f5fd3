/** What becomes of a received document: reports of the worker, repeated requests to it, and staged files that are left over. */
@NullMarked
package org.healthpassport.api.document.storing;

import org.jspecify.annotations.NullMarked;
