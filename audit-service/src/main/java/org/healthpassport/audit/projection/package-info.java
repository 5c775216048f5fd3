/** Views that are made from the log alone, follow it, and can be made anew beside the present ones at any time. */
@NullMarked
package org.healthpassport.audit.projection;

import org.jspecify.annotations.NullMarked;
