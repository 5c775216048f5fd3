package org.healthpassport.api.sharing;

import java.util.List;

/**
 * What a patient chose to show.
 *
 * @param summary whether it is the patient summary
 * @param records ids of health records
 * @param documents ids of documents
 */
public record SharedContent(boolean summary, List<String> records, List<String> documents) {

    public SharedContent {
        records = List.copyOf(records);
        documents = List.copyOf(documents);
    }
}
