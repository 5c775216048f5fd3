package org.healthpassport.audit.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.healthpassport.audit.merkle.Hash;
import org.junit.jupiter.api.Test;

class EntryBundleTest {
    @Property(tries = 300)
    void shouldReadBackWhatItWrote(@ForAll @Size(min = 1, max = 256) List<byte[]> contents) {
        EntryBundle bundle = bundle(contents);
        assertThat(EntryBundle.parse(bundle.id(), bundle.bytes())).isEqualTo(bundle);
    }

    @Property(tries = 300)
    void shouldNeverTakeChangedBytesForTheSameEntries(
            @ForAll @Size(min = 1, max = 20) List<byte[]> contents,
            @ForAll @IntRange(max = 1_000_000) int place,
            @ForAll @IntRange(max = 7) int bit) {
        // given
        EntryBundle bundle = bundle(contents);
        byte[] changed = bundle.bytes();
        changed[place % changed.length] ^= (byte) (1 << bit);

        // when, then
        try {
            assertThat(EntryBundle.parse(bundle.id(), changed).leafHashes()).isNotEqualTo(bundle.leafHashes());
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageMatching("ends within entry \\d+|has \\d+ bytes behind its last entry");
        }
    }

    @Property(tries = 300)
    void shouldRefuseBytesThatWereCut(
            @ForAll @Size(min = 1, max = 20) List<byte[]> contents, @ForAll @IntRange(max = 1_000_000) int place) {
        EntryBundle bundle = bundle(contents);
        byte[] bytes = bundle.bytes();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EntryBundle.parse(bundle.id(), Arrays.copyOf(bytes, place % bytes.length)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EntryBundle.parse(bundle.id(), Arrays.copyOf(bytes, bytes.length + 1)));
    }

    @Test
    void shouldHoldLargestEntry() {
        EntryBundle bundle = bundle(List.of(new byte[65_535], new byte[1]));
        assertThat(EntryBundle.parse(bundle.id(), bundle.bytes())).isEqualTo(bundle);
        assertThatIllegalArgumentException().isThrownBy(() -> Entry.of(new byte[65_536]));
    }

    @Test
    void shouldReadPartialFilesFromFullOnesThatReplacedThem() throws IOException {
        // given
        FilesInMemory grown = FilesInMemory.of(256);
        FilesInMemory old = FilesInMemory.of(100);
        BundleId bundle = new BundleId(0, 100);
        TileId tile = new TileId(0, 0, 100);

        // when, then
        assertThat(EntryBundle.read(bundle, grown)).isEqualTo(EntryBundle.read(bundle, old));
        assertThat(Tile.read(tile, grown)).isEqualTo(Tile.read(tile, old));
    }

    @Test
    void shouldNameFileThatCannotBeRead() {
        BundleId bundle = new BundleId(1, 2);
        assertThatExceptionOfType(DamagedLogFile.class)
                .isThrownBy(() -> EntryBundle.read(bundle, file -> Optional.empty()))
                .withMessage("tile/entries/001.p/2 is missing");
        assertThatExceptionOfType(DamagedLogFile.class)
                .isThrownBy(() -> EntryBundle.read(bundle, file -> Optional.of(new byte[] {0, 0, 0})))
                .withMessage("tile/entries/001.p/2 ends within entry 257");
        assertThatExceptionOfType(DamagedLogFile.class)
                .isThrownBy(() -> Tile.read(new TileId(1, 0, 2), file -> Optional.of(new byte[65])))
                .withMessage("tile/1/000.p/2 has 65 bytes where 64 were expected");
    }

    @Test
    void shouldKeepEntryFromChanging() {
        // given
        byte[] bytes = {1};
        Entry entry = Entry.of(bytes);

        // when
        bytes[0] = 2;
        entry.bytes()[0] = 3;

        // then
        assertThat(entry).isEqualTo(Entry.of(new byte[] {1}));
        assertThat(entry.leafHash()).isEqualTo(Hash.leaf(new byte[] {1}));
    }

    private static EntryBundle bundle(List<byte[]> contents) {
        return new EntryBundle(
                new BundleId(0, contents.size()),
                contents.stream().map(Entry::of).toList());
    }
}
