package org.healthpassport.audit.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogFileTest {
    @Test
    void shouldSpellPathsAsSpecified() {
        assertThat(List.of(
                        new TileId(0, 1_234_067, 256),
                        new TileId(2, 0, 1),
                        new TileId(0, 273, 112),
                        new TileId(7, 0, 127),
                        new BundleId(999, 256),
                        new BundleId(1000, 255)))
                .extracting(LogFile::path)
                .containsExactly(
                        "tile/0/x001/x234/067",
                        "tile/2/000.p/1",
                        "tile/0/273.p/112",
                        "tile/7/000.p/127",
                        "tile/entries/999",
                        "tile/entries/x001/000.p/255");
    }

    @Property
    void shouldReadBackEveryPath(@ForAll("files") LogFile file) {
        assertThat(LogFile.parse(file.path())).isEqualTo(file);
    }

    @Property
    void shouldReadNoPathThatIsSpelledOtherwise(
            @ForAll("files") LogFile file,
            @ForAll @IntRange(max = 40) int place,
            @ForAll @CharRange(from = '!', to = '~') char c) {
        // given
        StringBuilder changed = new StringBuilder(file.path());
        changed.setCharAt(place % changed.length(), c);

        // when, then: either refused, or the one spelling of another file
        try {
            assertThat(LogFile.parse(changed.toString()).path()).isEqualTo(changed.toString());
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith("Expected");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "checkpoint",
                "tile/0/0",
                "tile/0/00",
                "tile/0/0000",
                "tile/00/000",
                "tile/8/000",
                "tile/-1/000",
                "tile/0/001/000",
                "tile/0/x000/001",
                "tile/0/x001/x000",
                "tile/0/X001/000",
                "tile/0/000.p/0",
                "tile/0/000.p/01",
                "tile/0/000.p/256",
                "tile/0/000.p/",
                "tile/0/000.p",
                "tile/0/000/",
                "/tile/0/000",
                "tile//0/000",
                "tile/data/000",
                "tile/entries/../0/000",
                "tile/0/\u0660\u0660\u0660",
                "tile/0/000\n",
                "tile/7/001",
                "tile/0/x999/x999/x999/x999/x999/999",
                "tile/0/x999/x999/x999/x999/x999/x999/x999/x999/999"
            })
    void shouldRefuseOtherPaths(String path) {
        assertThatIllegalArgumentException().isThrownBy(() -> LogFile.parse(path));
    }

    @Provide
    Arbitrary<LogFile> files() {
        Arbitrary<Integer> levels = Arbitraries.integers().between(0, 6);
        Arbitrary<Integer> widths = Arbitraries.integers().between(1, 256);
        Arbitrary<LogFile> tiles = levels.flatMap(level -> Combinators.combine(
                        Arbitraries.longs().between(0, Long.MAX_VALUE >> 8 * (level + 1)), widths)
                .as((index, width) -> new TileId(level, index, width)));
        Arbitrary<LogFile> bundles = Combinators.combine(Arbitraries.longs().between(0, Long.MAX_VALUE >> 8), widths)
                .as(BundleId::new);
        return Arbitraries.oneOf(tiles, bundles);
    }
}
