/** The contract on the bus: Avro schemas and their history, topics, CloudEvents headers, the codec. */
@NullMarked
package org.healthpassport.events;

import org.jspecify.annotations.NullMarked;
