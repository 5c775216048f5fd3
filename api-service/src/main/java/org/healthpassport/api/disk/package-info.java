/**
 * Watches the free space of the disks that this service and its parts write to, and refuses requests when it is low.
 */
@NullMarked
package org.healthpassport.api.disk;

import org.jspecify.annotations.NullMarked;
