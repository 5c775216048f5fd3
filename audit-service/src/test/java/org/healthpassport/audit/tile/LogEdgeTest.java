package org.healthpassport.audit.tile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.healthpassport.audit.merkle.Frontier;
import org.healthpassport.audit.merkle.Hash;
import org.junit.jupiter.api.Test;

class LogEdgeTest {
    private static final List<Hash> MANY = new Random(1)
            .longs(70_000)
            .mapToObj(i -> Hash.leaf(Long.toString(i).getBytes(UTF_8)))
            .toList();

    @Property(tries = 60)
    void shouldCutTheSameFilesInAnySteps(@ForAll @Size(max = 8) List<@IntRange(max = 700) Integer> batches)
            throws IOException {
        // given
        int size = batches.stream().mapToInt(Integer::intValue).sum();
        FilesInMemory once = FilesInMemory.of(size);

        // when
        FilesInMemory stepwise = new FilesInMemory();
        int from = 0;
        for (int batch : batches) {
            stepwise.append(FilesInMemory.entries(from, from + batch));
            from += batch;
        }
        stepwise.publish();

        // then
        assertThat(stepwise.edge).isEqualTo(once.edge);
        assertThat(stepwise.contents()).isEqualTo(once.contents());
        assertThat(once.files.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        LogFiles.of(size).map(LogFile::path).toList());
        assertThat(LogEdge.read(size, once)).isEqualTo(once.edge);
    }

    @Test
    void shouldCutTilesOfThreeLevels() throws IOException {
        // given
        List<Tile> tiles = new ArrayList<>();
        TreeEdge edge = TreeEdge.EMPTY;

        // when
        for (int from = 0; from < MANY.size(); from += 4096) {
            TreeEdge.Growth growth = edge.append(MANY.subList(from, Math.min(from + 4096, MANY.size())));
            tiles.addAll(growth.fullTiles());
            edge = growth.edge();
        }
        tiles.addAll(edge.partialTiles());

        // then
        assertThat(tiles.stream().map(Tile::id))
                .containsExactlyInAnyOrderElementsOf(
                        LogFiles.tiles(new LogLayout(MANY.size())).toList());
        assertThat(edge.root()).isEqualTo(Frontier.EMPTY.append(MANY).root());
        FilesInMemory files = new FilesInMemory();
        tiles.forEach(tile -> files.files.put(tile.id().path(), tile.bytes()));
        assertThat(TreeEdge.read(MANY.size(), files)).isEqualTo(edge);
    }

    @Test
    void shouldWriteBundleOfKnownEntries() {
        // given
        List<Entry> entries = Stream.of(
                        "",
                        "00",
                        "10",
                        "2021",
                        "3031",
                        "40414243",
                        "5051525354555657",
                        "606162636465666768696a6b6c6d6e6f")
                .map(hex -> Entry.of(HexFormat.of().parseHex(hex)))
                .toList();

        // when
        LogEdge edge = LogEdge.EMPTY.append(entries).edge();

        // then
        EntryBundle bundle = edge.partialBundle().orElseThrow();
        assertThat(bundle.id().path()).isEqualTo("tile/entries/000.p/8");
        assertThat(HexFormat.of().formatHex(bundle.bytes()))
                .isEqualTo("00000001000001100002202100023031000440414243000850515253545556570010"
                        + "606162636465666768696a6b6c6d6e6f");
        assertThat(edge.root()).hasToString("XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=");
    }

    @Test
    void shouldNotReadBackEntriesThatWereNotHashed() {
        // given
        FilesInMemory files = FilesInMemory.of(300);
        byte[] bundle = files.files.get("tile/entries/001.p/44");
        bundle[bundle.length - 1] ^= 1;

        // when, then
        assertThatExceptionOfType(DamagedLogFile.class)
                .isThrownBy(() -> LogEdge.read(300, files))
                .withMessageStartingWith("tile/entries/001.p/44");
    }

    @Test
    void shouldRefuseTailsOfOtherSize() {
        TreeEdge edge = FilesInMemory.of(3).edge.tree();
        assertThatIllegalArgumentException().isThrownBy(() -> new TreeEdge(Frontier.EMPTY, edge.tails()));
        assertThatIllegalArgumentException().isThrownBy(() -> new LogEdge(edge, FilesInMemory.entries(0, 2)));
    }
}
