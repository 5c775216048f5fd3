/** What every service needs to publish and consume events. */
@NullMarked
package org.healthpassport.bus;

import org.jspecify.annotations.NullMarked;
