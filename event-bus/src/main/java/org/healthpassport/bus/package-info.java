/** What a service sees of the bus: it publishes events, and declares which ones it handles. */
@NullMarked
package org.healthpassport.bus;

import org.jspecify.annotations.NullMarked;
