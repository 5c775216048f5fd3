/** Makes views from the log alone, lets them follow it, and rebuilds them beside the current ones on request. */
@NullMarked
package org.healthpassport.audit.projection;

import org.jspecify.annotations.NullMarked;
