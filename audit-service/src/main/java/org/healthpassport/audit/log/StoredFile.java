package org.healthpassport.audit.log;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import org.healthpassport.audit.merkle.Hash;
import org.healthpassport.audit.tile.EntryBundle;
import org.healthpassport.audit.tile.LogEdge;
import org.healthpassport.audit.tile.LogFile;
import org.healthpassport.audit.tile.Tile;

/**
 * A full tile or bundle as it is stored, under a key that holds the root over its 256 hashes. The level above has the same
 * hash, so a reader that starts at the edge of the log knows the key, and another file under that key is noticed.
 */
public record StoredFile(LogFile file, Hash root, byte[] bytes) {

    /** The key of a full file of this root. */
    public static String key(LogFile file, Hash root) {
        return file.path() + "@" + HexFormat.of().formatHex(root.bytes());
    }

    public String key() {
        return key(file, root);
    }

    /** The files that became full when a log grew. */
    public static List<StoredFile> of(LogEdge.Growth growth) {
        List<StoredFile> files = new ArrayList<>();
        // The leaf hashes of a bundle are the tile of level 0 that became full with it.
        Iterator<EntryBundle> bundles = growth.fullBundles().iterator();
        for (Tile tile : growth.fullTiles()) {
            Hash root = tile.root();
            files.add(new StoredFile(tile.id(), root, tile.bytes()));
            if (tile.id().level() == 0) {
                EntryBundle bundle = bundles.next();
                files.add(new StoredFile(bundle.id(), root, bundle.bytes()));
            }
        }
        return files;
    }
}
