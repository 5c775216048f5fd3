package org.healthpassport.objects.kind;

import org.jspecify.annotations.Nullable;

/** The settings of a store that stand beside its URL, by their names in capitals. */
@FunctionalInterface
public interface StoreEnvironment {

    /** The value of a setting; null where it is missing. It may be empty, which means the same. */
    @Nullable
    String valueOf(String name);

    /** The value of a setting; null where it is missing or empty. */
    default @Nullable String get(String name) {
        String value = valueOf(name);
        return value == null || value.isBlank() ? null : value.strip();
    }
}
