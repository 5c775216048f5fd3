/** A real Kafka broker and a durable MongoDB-compatible server inside the JVM. */
@NullMarked
package org.healthpassport.embedded;

import org.jspecify.annotations.NullMarked;
