package org.healthpassport.api.record.key;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a resource by which lists are filtered and sorted; as sensitive as the resource itself.
 *
 * @param codes of its subject matter: each coding that has a code or a system
 * @param time null if it has no date
 * @param identifiers by which others know it, with the value in the place of a code
 */
public record SearchKeys(List<Coding> codes, @Nullable ClinicalTime time, List<Coding> identifiers) {
    /** Those of a deleted record. */
    public static final SearchKeys NONE = new SearchKeys(List.of(), null, List.of());

    public SearchKeys {
        codes = List.copyOf(codes);
        identifiers = List.copyOf(identifiers);
    }

    /** Those of a resource that has no identifier. */
    public SearchKeys(List<Coding> codes, @Nullable ClinicalTime time) {
        this(codes, time, List.of());
    }

    /** Characters of all codes, or of all identifiers, together. */
    public static int length(List<Coding> all) {
        return all.stream().mapToInt(Coding::length).sum();
    }
}
