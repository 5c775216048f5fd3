package org.healthpassport.audit.verify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.healthpassport.audit.merkle.Hash;
import org.healthpassport.audit.tile.BundleId;
import org.healthpassport.audit.tile.DamagedLogFile;
import org.healthpassport.audit.tile.Entry;
import org.healthpassport.audit.tile.EntryBundle;
import org.healthpassport.audit.tile.Tile;
import org.healthpassport.audit.tile.TileId;
import org.healthpassport.audit.tile.TileSource;

/**
 * The leaf hashes of one bundle, computed from its entries and compared with the tile over them.
 *
 * @param entries of the bundle; none if it cannot be read
 * @param hashes those of the tile where the bundle cannot be read, so that the rest can still be checked; empty without both
 */
record BundleLeaves(
        BundleId bundle, List<Entry> entries, Optional<List<Hash>> hashes, List<Discrepancy> discrepancies) {
    static BundleLeaves read(BundleId bundle, TileSource source) throws IOException {
        TileId tile = new TileId(0, bundle.index(), bundle.width());
        List<Discrepancy> discrepancies = new ArrayList<>();
        Optional<EntryBundle> read = readable(() -> EntryBundle.read(bundle, source), discrepancies);
        Optional<List<Hash>> computed = read.map(EntryBundle::leafHashes);
        Optional<List<Hash>> published = readable(() -> Tile.read(tile, source).hashes(), discrepancies);
        if (computed.isPresent() && published.isPresent()) {
            HashDifferences.between(computed.get(), published.get())
                    .map(differences -> new Discrepancy(
                            bundle.path(),
                            "entry " + (bundle.firstEntry() + differences.first()) + " does not have the hash in "
                                    + tile.path() + differences.andMore()))
                    .ifPresent(discrepancies::add);
        }
        return new BundleLeaves(
                bundle, read.map(EntryBundle::entries).orElse(List.of()), computed.or(() -> published), discrepancies);
    }

    private static <T> Optional<T> readable(Reading<T> reading, List<Discrepancy> discrepancies) throws IOException {
        try {
            return Optional.of(reading.read());
        } catch (DamagedLogFile e) {
            discrepancies.add(Discrepancy.of(e));
            return Optional.empty();
        }
    }

    private interface Reading<T> {
        T read() throws IOException;
    }
}
