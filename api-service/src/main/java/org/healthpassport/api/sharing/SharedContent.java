package org.healthpassport.api.sharing;

import java.util.List;

/**
 * The content that a patient chose to share.
 *
 * @param summary true to share the patient summary
 * @param records ids of health records
 * @param documents ids of documents
 */
public record SharedContent(boolean summary, List<String> records, List<String> documents) {

    public SharedContent {
        records = List.copyOf(records);
        documents = List.copyOf(documents);
    }
}
