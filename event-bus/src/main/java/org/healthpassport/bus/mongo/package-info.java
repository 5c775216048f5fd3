/** The MongoDB client of a service: durable reads and writes, and time-outs. */
@NullMarked
package org.healthpassport.bus.mongo;

import org.jspecify.annotations.NullMarked;
