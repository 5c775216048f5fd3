/** A durable MongoDB-compatible server inside the JVM, with secondary indexes by equality. */
@NullMarked
package org.healthpassport.embedded.store;

import org.jspecify.annotations.NullMarked;
