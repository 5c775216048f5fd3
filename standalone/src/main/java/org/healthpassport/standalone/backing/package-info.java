/** The store and the broker that the services use, embedded or named by settings, and their disks. */
@NullMarked
package org.healthpassport.standalone.backing;

import org.jspecify.annotations.NullMarked;
