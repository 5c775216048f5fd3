package org.healthpassport.aggregates.rotation;

import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;
import org.healthpassport.vault.key.file.KeyVersions;

/**
 * Sees to the older versions of keys, once each process uses the new ones. Blocks.
 *
 * @param <K> what names a key
 */
@FunctionalInterface
interface Retirement<K> {
    /**
     * Does it, in this turn of the rotation.
     *
     * @param older the keys that have older versions
     * @param keep takes each progress; a failure of it ends this
     * @return with the progress made; the rotation is over unless something is unreadable
     */
    Rotation retire(Rotation rotation, Map<K, KeyVersions> older, Consumer<Rotation> keep) throws IOException;
}
