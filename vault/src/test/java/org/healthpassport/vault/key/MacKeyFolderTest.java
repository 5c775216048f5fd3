package org.healthpassport.vault.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.healthpassport.vault.key.file.FileProtection;
import org.healthpassport.vault.key.file.KeyVersions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MacKeyFolderTest {
    private static final byte[] DATA = "something".getBytes(UTF_8);

    @TempDir
    private Path folder;

    @Test
    void shouldKnowWhatWasWrittenWithTheSameKey() {
        // given
        create("a-b", "a-c");
        MacKeyFolder writer = open("a-b", "a-c");

        // when
        byte[] mac = writer.mac("a-b", DATA);

        // then
        assertThat(mac).hasSize(37);
        assertThat(open("a-b").isMac("a-b", mac, DATA)).isTrue();
        assertThat(writer.isMac("a-c", mac, DATA)).isFalse();
        assertThat(writer.isMac("a-b", mac, "something else".getBytes(UTF_8))).isFalse();
    }

    @Test
    void shouldNotKnowADamagedMacOrOneOfAnUnknownKey() {
        // given
        create("a-b");
        MacKeyFolder keys = open("a-b");
        byte[] mac = keys.mac("a-b", DATA);

        // then
        for (int at = 0; at < mac.length; at++) {
            byte[] damaged = mac.clone();
            damaged[at] ^= 1;
            assertThat(keys.isMac("a-b", damaged, DATA)).isFalse();
        }
        assertThat(keys.isMac("a-b", new byte[0], DATA)).isFalse();
        assertThat(keys.isMac("a-b", new byte[37], DATA)).isFalse();
    }

    @Test
    void shouldKeepEachKeyInItsOwnFolderForItsOwnerAlone() throws IOException {
        // given
        Files.createDirectory(folder.resolve("mac-a-b"));
        Files.setPosixFilePermissions(folder.resolve("mac-a-b"), PosixFilePermissions.fromString("rwx------"));

        // when
        create("a-b", "a-c");

        // then
        assertThat(Files.getPosixFilePermissions(folder.resolve("mac-a-b/mac-a-b.json")))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        assertThat(folder.resolve("mac-a-c.json")).exists();
    }

    @Test
    void shouldNotMakeAKeyAgainThatWasUsed() throws IOException {
        // given
        create("a-b", "a-c");
        Files.delete(folder.resolve("mac-a-c.json"));

        // then
        assertThatThrownBy(
                        () -> MacKeyFolder.createMissing(folder, Set.of("a-b", "a-c"), FileProtection.NONE, () -> true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("mac-a-c.json")
                .hasMessageContaining("restore");
        assertThat(folder.resolve("mac-a-c.json")).doesNotExist();
        assertThatThrownBy(() -> open("a-b", "a-c"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("mac-a-c.json");
    }

    @Test
    void shouldRefuseFilesThatWereSwapped() throws IOException {
        // given
        create("a-b", "a-c");
        Path one = folder.resolve("mac-a-b.json");
        Path other = folder.resolve("mac-a-c.json");
        Path aside = folder.resolve("aside");
        Files.move(one, aside);
        Files.move(other, one);
        Files.move(aside, other);

        // then
        assertThatThrownBy(() -> open("a-b"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Expected the key mac-a-b in " + one + ", but the file holds the key mac-a-c")
                .hasNoCause();
        assertThatThrownBy(() -> open("a-c"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("but the file holds the key mac-a-b");
    }

    @Test
    void shouldOpenAFileThatWasWrittenBeforeFilesNamedTheirKey() throws IOException {
        // given
        create("a-b");
        byte[] mac = open("a-b").mac("a-b", DATA);
        Path file = folder.resolve("mac-a-b.json");

        // when
        Files.writeString(file, Files.readString(file).replace("\"purpose\":\"mac-a-b\",", ""));

        // then
        assertThat(Files.readString(file)).doesNotContain("purpose");
        assertThat(open("a-b").isMac("a-b", mac, DATA)).isTrue();
    }

    @Test
    void shouldNotHaveAKeyThatItWasNotGiven() {
        // given
        create("a-b", "a-c");
        MacKeyFolder keys = open("a-b");

        // then
        assertThatThrownBy(() -> keys.mac("a-c", DATA)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldBelieveEachVersionUntilItIsDestroyed() throws IOException {
        // given
        create("a-b");
        MacKeyFolder keys = open("a-b");
        byte[] first = keys.mac("a-b", DATA);

        // when
        assertThat(keys.announce("a-b", keys.versions("a-b"))).isTrue();

        // then
        assertThat(keys.mac("a-b", DATA)).isEqualTo(first);

        // when
        MacKeyFolder reader = open("a-b");
        assertThat(keys.promote("a-b", keys.versions("a-b"))).isTrue();
        byte[] second = keys.mac("a-b", DATA);

        // then who knew the version before it was used believes it, and what was written before it
        assertThat(second).isNotEqualTo(first);
        assertThat(reader.isMac("a-b", second, DATA)).isTrue();
        assertThat(reader.isMac("a-b", first, DATA)).isTrue();

        // when
        KeyVersions seen = keys.versions("a-b");
        assertThat(keys.destroy("a-b", seen, seen.older().get(0))).isTrue();

        // then
        assertThat(keys.isMac("a-b", first, DATA)).isFalse();
        assertThat(keys.isMac("a-b", second, DATA)).isTrue();
        assertThat(keys.versions("a-b").ids()).containsExactly(seen.primary());
    }

    @Test
    void shouldDestroyOneOldVersionAndNoOther() throws IOException {
        // given
        create("a-b");
        MacKeyFolder keys = open("a-b");
        List<byte[]> macs = new ArrayList<>(List.of(keys.mac("a-b", DATA)));
        for (int rotation = 0; rotation < 2; rotation++) {
            keys.announce("a-b", keys.versions("a-b"));
            keys.promote("a-b", keys.versions("a-b"));
            macs.add(keys.mac("a-b", DATA));
        }
        keys.announce("a-b", keys.versions("a-b"));
        KeyVersions seen = keys.versions("a-b");
        assertThat(seen.older()).hasSize(2);

        // when
        assertThatThrownBy(() -> keys.destroy("a-b", seen, seen.primary()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> keys.destroy("a-b", seen, seen.ids().get(3)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(keys.destroy("a-b", seen, seen.older().get(1))).isTrue();

        // then
        assertThat(macs).extracting(mac -> keys.isMac("a-b", mac, DATA)).containsExactly(true, false, true);
        assertThat(keys.destroy("a-b", seen, seen.older().get(0))).isFalse();
        assertThat(keys.versions("a-b").older()).containsExactly(seen.older().get(0));
        assertThat(keys.versions("a-b").hasNext()).isTrue();
    }

    private void create(String... names) {
        MacKeyFolder.createMissing(folder, Set.of(names), FileProtection.NONE, () -> false);
    }

    private MacKeyFolder open(String... names) {
        return MacKeyFolder.open(folder, Set.of(names), FileProtection.NONE);
    }
}
