package org.healthpassport.embedded.store.index;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One field of an index: the hashes of all simple values that an equality on its path may match in a document. */
record IndexedField(String path, List<String> names) {
    /** Stands for whatever is not looked up by value: documents, and arrays in all fields but the first. */
    static final long ANYTHING = -1;

    static final long NULL = CanonicalHash.ofValue(null);

    static IndexedField of(String path) {
        return new IndexedField(path, Utils.splitPath(path));
    }

    /** A number in a path is an element's place or a field's name, which hashes of elements cannot tell apart. */
    boolean isUsable() {
        return names.stream().noneMatch(name -> name.chars().allMatch(Character::isDigit));
    }

    Set<Long> hashesIn(Document document) {
        Set<Long> hashes = new LinkedHashSet<>();
        collect(document, 0, hashes);
        return hashes;
    }

    /** True if two documents have the same hashes because they have equal values; most updates change no indexed field. */
    boolean isSameIn(Document one, Document other) {
        return Objects.equals(valueIn(one), valueIn(other));
    }

    /** The value at the path, or the first value on the way that is not a document. */
    private @Nullable Object valueIn(Document document) {
        Object value = document;
        for (String name : names) {
            if (!(value instanceof Document fields)) {
                return value;
            }
            value = fields.get(name);
        }
        return value;
    }

    private void collect(@Nullable Object value, int depth, Set<Long> hashes) {
        if (value instanceof Collection<?> elements) {
            if (elements.isEmpty()) {
                hashes.add(ANYTHING);
                // {"a.b": null} matches an empty a.
                hashes.add(NULL);
            }
            elements.forEach(element -> collect(element, depth, hashes));
        } else if (depth == names.size()) {
            hashes.add(EqualityConditions.isSimple(value) ? CanonicalHash.ofValue(value) : ANYTHING);
        } else if (value instanceof Document document) {
            collect(document.get(names.get(depth)), depth + 1, hashes);
        } else {
            hashes.add(NULL);
        }
    }
}
