package org.healthpassport.vault.key.file;

import com.google.crypto.tink.KeysetHandle;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The versions of one key-encryption key in its file.
 *
 * <pre>
 *   [1*] --announced--> [1*, 2] --promoted--> [1, 2*] --older destroyed--> [2*]      (* seals; all open)
 * </pre>
 *
 * @param ids of Tink's keys, from the oldest to the newest
 * @param primary the one that seals
 */
public record KeyVersions(List<Integer> ids, int primary) {

    public KeyVersions {
        ids = List.copyOf(ids);
        if (!ids.contains(primary)) {
            throw new IllegalArgumentException("Expected the version that seals to be one of the versions.");
        }
    }

    static KeyVersions of(KeysetHandle keyset) {
        return new KeyVersions(
                IntStream.range(0, keyset.size())
                        .mapToObj(at -> keyset.getAt(at).getId())
                        .toList(),
                keyset.getPrimary().getId());
    }

    public int newest() {
        return ids.get(ids.size() - 1);
    }

    /** True if a newer version waits to seal. */
    public boolean hasNext() {
        return primary != newest();
    }

    /** The versions that only open what they sealed before. */
    public List<Integer> older() {
        return ids.subList(0, ids.indexOf(primary));
    }
}
