package org.healthpassport.api.record.resource;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a resource by which lists are filtered and sorted; as sensitive as the resource itself.
 *
 * @param codes of its subject matter: each coding that has a code or a system
 * @param time null if it has no date
 */
public record SearchKeys(List<Coding> codes, @Nullable ClinicalTime time) {
    /** Those of a deleted record. */
    public static final SearchKeys NONE = new SearchKeys(List.of(), null);

    public SearchKeys {
        codes = List.copyOf(codes);
    }

    /** Characters of all codes together. */
    int length() {
        return codes.stream().mapToInt(Coding::length).sum();
    }
}
