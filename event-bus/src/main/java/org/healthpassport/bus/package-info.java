/** The API of the event bus: a service publishes events, and declares which ones it handles. */
@NullMarked
package org.healthpassport.bus;

import org.jspecify.annotations.NullMarked;
