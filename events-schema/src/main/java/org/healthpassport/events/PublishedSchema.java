package org.healthpassport.events;

import org.apache.avro.Schema;

/** One version of a schema under the id that it keeps for ever. */
record PublishedSchema(int id, Schema schema) {
    String fullName() {
        return schema.getFullName();
    }
}
