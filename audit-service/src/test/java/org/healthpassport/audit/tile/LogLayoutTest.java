package org.healthpassport.audit.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class LogLayoutTest {
    @Test
    void shouldLayOut70000Entries() {
        // when
        LogLayout layout = new LogLayout(70_000);

        // then
        List<TileId> tiles = LogFiles.tiles(layout).toList();
        assertThat(tiles)
                .filteredOn(tile -> tile.level() == 0 && tile.width() == 256)
                .hasSize(273);
        assertThat(tiles)
                .extracting(TileId::path)
                .endsWith("tile/0/272", "tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1");
        assertThat(tiles).hasSize(273 + 1 + 1 + 1 + 1);
        assertThat(layout.bundles()).hasSize(274).last().isEqualTo(new BundleId(273, 112));
    }

    @Test
    void shouldHaveNoEmptyTiles() {
        assertThat(LogFiles.of(0)).isEmpty();
        assertThat(LogFiles.of(1)).extracting(LogFile::path).containsExactly("tile/entries/000.p/1", "tile/0/000.p/1");
        assertThat(LogFiles.of(256))
                .extracting(LogFile::path)
                .containsExactly("tile/entries/000", "tile/0/000", "tile/1/000.p/1");
        assertThat(LogFiles.tiles(new LogLayout(65_536)))
                .extracting(TileId::path)
                .endsWith("tile/0/255", "tile/1/000", "tile/2/000.p/1");
    }

    @Test
    void shouldRefuseNegativeSize() {
        assertThatIllegalArgumentException().isThrownBy(() -> new LogLayout(-1));
    }
}
