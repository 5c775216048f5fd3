package org.healthpassport.api.document.moving;

import io.swagger.v3.oas.annotations.media.Schema;

/** A store in which documents lie, or may lie. */
record StorePlace(
        @Schema(example = "s3:documents") String store,

        @Schema(
                description = "NEW takes new documents; FORMER is read and emptied by a move; UNKNOWN is named by no"
                        + " setting, so its documents cannot be read")
        Use use,

        long documents) {

    enum Use {
        NEW,
        FORMER,
        UNKNOWN
    }
}
