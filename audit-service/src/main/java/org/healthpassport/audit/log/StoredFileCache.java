package org.healthpassport.audit.log;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import org.healthpassport.audit.merkle.Hash;
import org.healthpassport.audit.tile.BundleId;
import org.healthpassport.audit.tile.DamagedLogFile;
import org.healthpassport.audit.tile.EntryBundle;
import org.healthpassport.audit.tile.LogFile;
import org.healthpassport.audit.tile.Tile;
import org.healthpassport.audit.tile.TileId;

/** Reads full files of a known root from the store, verifies them, and keeps the recent ones in memory. */
public final class StoredFileCache {
    /** A thousand tiles, those over a quarter of a million entries. */
    private static final long CACHED_TILE_BYTES = 8L << 20;

    private static final long CACHED_BUNDLE_BYTES = 16L << 20;

    private final LogStore store;
    private final Cache<String, Tile> tiles = Caffeine.newBuilder()
            .maximumWeight(CACHED_TILE_BYTES)
            .weigher((String key, Tile tile) -> tile.id().maxBytes())
            .build();
    private final Cache<String, EntryBundle> bundles = Caffeine.newBuilder()
            .maximumWeight(CACHED_BUNDLE_BYTES)
            .weigher((String key, EntryBundle bundle) -> bundle.entries().stream()
                    .mapToInt(entry -> Short.BYTES + entry.length())
                    .sum())
            .build();

    public StoredFileCache(LogStore store) {
        this.store = store;
    }

    /** @throws DamagedLogFile missing, or it does not have this root */
    Tile tile(TileId id, Hash root) throws IOException {
        String key = StoredFile.key(id, root);
        Tile tile = tiles.getIfPresent(key);
        if (tile == null) {
            tile = Tile.read(id, file -> store.file(file, root));
            requireRoot(id, root, tile);
            tiles.put(key, tile);
        }
        return tile;
    }

    /** @throws DamagedLogFile missing, or its entries do not have this root */
    EntryBundle bundle(BundleId id, Hash root) throws IOException {
        String key = StoredFile.key(id, root);
        EntryBundle bundle = bundles.getIfPresent(key);
        if (bundle == null) {
            bundle = EntryBundle.read(id, file -> store.file(file, root));
            requireRoot(id, root, new Tile(new TileId(0, id.index(), id.width()), bundle.leafHashes()));
            bundles.put(key, bundle);
        }
        return bundle;
    }

    private static void requireRoot(LogFile id, Hash root, Tile tile) throws DamagedLogFile {
        if (!tile.root().equals(root)) {
            throw new DamagedLogFile(id, "does not have the hash that the level above has for it");
        }
    }
}
