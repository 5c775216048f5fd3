/** The room on the disks that this service and its surroundings write to, and what is refused when there is little. */
@NullMarked
package org.healthpassport.api.disk;

import org.jspecify.annotations.NullMarked;
