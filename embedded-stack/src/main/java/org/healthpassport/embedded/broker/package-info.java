/** A real Kafka broker inside the JVM, with its log on disk. */
@NullMarked
package org.healthpassport.embedded.broker;

import org.jspecify.annotations.NullMarked;
