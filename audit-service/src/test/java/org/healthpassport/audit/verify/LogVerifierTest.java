package org.healthpassport.audit.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.healthpassport.audit.merkle.Frontier;
import org.healthpassport.audit.merkle.Hash;
import org.healthpassport.audit.note.Checkpoint;
import org.healthpassport.audit.note.SignedNote;
import org.healthpassport.audit.tile.BundleId;
import org.healthpassport.audit.tile.Entry;
import org.healthpassport.audit.tile.EntryBundle;
import org.healthpassport.audit.tile.LogFile;
import org.healthpassport.audit.tile.PublishedLog;
import org.healthpassport.audit.tile.Tile;
import org.healthpassport.audit.tile.TileId;
import org.healthpassport.audit.verify.source.LogFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogVerifierTest {
    private static final int SIZE = 1000;

    @TempDir
    Path folder;

    private SampleLog log;

    @BeforeEach
    void shouldWriteLog() throws IOException {
        log = SampleLog.of(SIZE, folder);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 255, 256, 257, 512, 1000, 65_536, 66_000})
    void shouldFindNothingWrongWithLogOfAnySize(int size, @TempDir Path other) throws IOException {
        // given
        SampleLog good = SampleLog.of(size, other);

        // when
        Verdict verdict = verify(new LogFolder(other), good);

        // then
        assertThat(verdict.discrepancies()).isEmpty();
        assertThat(verdict.checkpoint().orElseThrow().size()).isEqualTo(size);
    }

    /** Every byte of checkpoint, tiles of the levels above the leaves and partial files; a sample of the others. */
    @Test
    void shouldFindChangedBytes() throws IOException {
        assertEveryChangeIsFound(41);
    }

    /** Every single byte of every file. */
    @Test
    @Tag("exhaustive")
    void shouldFindEveryChangedByte() throws IOException {
        assertEveryChangeIsFound(1);
    }

    private void assertEveryChangeIsFound(int step) throws IOException {
        FilesInMemory files = new FilesInMemory(folder);
        int seen = 0;
        for (String path : List.copyOf(files.contents.keySet())) {
            boolean whole = path.equals("checkpoint") || path.startsWith("tile/1");
            byte[] bytes = files.contents.get(path);
            for (int place = 0; place < bytes.length; place += whole ? 1 : step) {
                bytes[place] ^= (byte) (1 << place % 8);
                assertThat(verify(files, log).discrepancies())
                        .as("%s, byte %d", path, place)
                        .anySatisfy(finding ->
                                assertThat(finding.where()).isIn(path, path.replace("tile/0", "tile/entries")));
                bytes[place] ^= (byte) (1 << place % 8);
                seen++;
            }
        }
        assertThat(seen).isGreaterThan(1000);
        assertThat(verify(files, log).discrepancies()).isEmpty();
    }

    @Test
    void shouldNameMissingAndCutFiles() throws IOException {
        for (Path file : log.files()) {
            String path = folder.relativize(file).toString();
            byte[] bytes = Files.readAllBytes(file);

            Files.delete(file);
            assertThat(discrepancies())
                    .as("without %s", path)
                    .extracting(Discrepancy::where)
                    .contains(path);

            for (int length : new int[] {0, 1, bytes.length / 2, bytes.length - 1}) {
                Files.write(file, Arrays.copyOf(bytes, length));
                assertThat(discrepancies())
                        .as("%s of %d bytes", path, length)
                        .extracting(Discrepancy::where)
                        .contains(path);
            }
            Files.write(file, Arrays.copyOf(bytes, bytes.length + 1));
            assertThat(discrepancies())
                    .as("longer %s", path)
                    .extracting(Discrepancy::where)
                    .contains(path);

            Files.write(file, bytes);
        }
        assertThat(discrepancies()).isEmpty();
    }

    @Test
    void shouldFindSwappedFiles() throws IOException {
        swap("tile/entries/000", "tile/entries/001");
        assertThat(discrepancies())
                .contains(new Discrepancy(
                        "tile/entries/000", "entry 0 does not have the hash in tile/0/000 (and 255 more)"));
        swap("tile/0/000", "tile/0/001");
        assertThat(discrepancies())
                .containsExactly(
                        new Discrepancy("tile/1/000.p/3", "hash 0 is not that of the entries 0 to 255 (and 1 more)"),
                        new Discrepancy("checkpoint", "the entries do not give the signed root"));
    }

    @Test
    void shouldFindForgedEntryWithMatchingTile() throws IOException {
        // given
        forge(300);

        // when, then
        assertThat(discrepancies())
                .containsExactly(
                        new Discrepancy("tile/1/000.p/3", "hash 1 is not that of the entries 256 to 511"),
                        new Discrepancy("checkpoint", "the entries do not give the signed root"));
    }

    @Test
    void shouldFindForgedEntryWithAllTilesMatching() throws IOException {
        // given
        LogFolder source = new LogFolder(folder);
        Tile tile = forge(300);
        List<Hash> above =
                new ArrayList<>(Tile.read(new TileId(1, 0, 3), source).hashes());
        above.set(1, Frontier.EMPTY.append(tile.hashes()).root());
        log.write("tile/1/000.p/3", new Tile(new TileId(1, 0, 3), above).bytes());

        // when, then
        assertThat(discrepancies())
                .containsExactly(new Discrepancy("checkpoint", "the entries do not give the signed root"));
    }

    @Test
    void shouldNameEntryThatWasChangedInItsBundleOnly() throws IOException {
        // given
        byte[] tile = Files.readAllBytes(folder.resolve("tile/0/001"));
        forge(300);
        log.write("tile/0/001", tile);

        // when, then
        assertThat(discrepancies())
                .contains(new Discrepancy("tile/entries/001", "entry 300 does not have the hash in tile/0/001"));
    }

    @Test
    void shouldGoOnBehindBundleThatCannotBeRead() throws IOException {
        // given
        Files.delete(folder.resolve("tile/entries/000"));
        Files.write(folder.resolve("tile/entries/002"), new byte[3]);

        // when, then
        assertThat(discrepancies())
                .containsExactly(
                        new Discrepancy("tile/entries/000", "is missing"),
                        new Discrepancy("tile/entries/002", "ends within entry 513"));
        Files.delete(folder.resolve("tile/0/000"));
        assertThat(discrepancies())
                .contains(new Discrepancy("checkpoint", "the tree cannot be rebuilt from entry 0 on"))
                .contains(new Discrepancy("tile/entries/002", "ends within entry 513"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 255, 256, 300, 999, 1000})
    void shouldAcceptLogThatOnlyGrew(int oldSize, @TempDir Path other) throws IOException {
        // given
        SampleLog grown = SampleLog.of(oldSize, other);
        Checkpoint old = Checkpoint.open(grown.sign(), grown.key.verifier());

        // when
        grown.grow(SIZE);

        // then
        assertThat(verify(grown, old).discrepancies()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 255, 256, 300, 999, 1000})
    void shouldFindLogRewrittenSinceCheckpoint(int oldSize) throws IOException {
        // given: signed by the log, over other entries
        List<Hash> others = IntStream.range(0, oldSize)
                .mapToObj(i -> SampleLog.entry(i + 1).leafHash())
                .toList();
        Checkpoint old = new Checkpoint(
                SampleLog.ORIGIN, oldSize, Frontier.EMPTY.append(others).root());

        // when, then
        assertThat(verify(log, old).discrepancies())
                .containsExactly(new Discrepancy(
                        "checkpoint", "the first " + oldSize + " entries are not those that were signed before"));
    }

    @Test
    void shouldFindLogThatShrank() throws IOException {
        Checkpoint old = new Checkpoint(SampleLog.ORIGIN, SIZE + 1, Hash.leaf(new byte[0]));
        assertThat(verify(log, old).discrepancies())
                .containsExactly(new Discrepancy("checkpoint", "the log has 1000 entries, but had 1001 before"));
    }

    @Test
    void shouldTrustNoCheckpointOfOtherKeyOrLog() throws IOException {
        // given
        SampleLog other = new SampleLog(folder.resolve("other"));
        other.publish();

        // when, then
        assertThat(verify(new LogFolder(folder), other).checkpoint()).isEmpty();
        assertThat(verify(new LogFolder(folder), other).isGood()).isFalse();
    }

    @Test
    void shouldCheckLogThatGrewBehindItsCheckpoint() throws IOException {
        // given: partial files make way for full ones, while the checkpoint is still the old one
        SignedNote old = log.sign();
        log.grow(2000);
        for (LogFile partial : List.of(new BundleId(3, 232), new TileId(0, 3, 232))) {
            Files.delete(folder.resolve(partial.path()));
        }

        // when
        log.write("checkpoint", old.bytes());

        // then
        assertThat(discrepancies()).isEmpty();
    }

    @Test
    void shouldNotJudgeLogThatCannotBeRead() {
        PublishedLog away = new PublishedLog() {
            @Override
            public Optional<byte[]> checkpoint() {
                return Optional.of(log.sign().bytes());
            }

            @Override
            public Optional<byte[]> find(LogFile file) throws IOException {
                throw new IOException("away");
            }
        };
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> verify(away, log))
                .withMessage("away");
    }

    @Test
    void shouldKeepSomeFindingsAndCountTheRest(@TempDir Path other) throws IOException {
        // given
        SampleLog large = SampleLog.of(66_000, other);
        for (Path file : large.files()) {
            if (file.toString().contains("entries")) {
                Files.delete(file);
            }
        }

        // when
        Verdict verdict = verify(new LogFolder(other), large);

        // then
        assertThat(verdict.discrepancies()).hasSize(100);
        assertThat(verdict.more()).isEqualTo(258 - 100);
    }

    /** Changes an entry, and its hash in the tile along with it. */
    private Tile forge(int index) throws IOException {
        LogFolder source = new LogFolder(folder);
        EntryBundle bundle = EntryBundle.read(new BundleId(index / 256, 256), source);
        List<Entry> entries = new ArrayList<>(bundle.entries());
        entries.set(index % 256, Entry.of("{\"action\":\"nothing\"}".getBytes(UTF_8)));
        EntryBundle forged = new EntryBundle(bundle.id(), entries);
        Tile tile = new Tile(new TileId(0, index / 256, 256), forged.leafHashes());
        log.write(forged.id().path(), forged.bytes());
        log.write(tile.id().path(), tile.bytes());
        return tile;
    }

    private void swap(String one, String other) throws IOException {
        Path aside = folder.resolve("aside");
        Files.move(folder.resolve(one), aside);
        Files.move(folder.resolve(other), folder.resolve(one));
        Files.move(aside, folder.resolve(other));
    }

    private List<Discrepancy> discrepancies() throws IOException {
        return verify(new LogFolder(folder), log).discrepancies();
    }

    private static Verdict verify(SampleLog log, Checkpoint since) throws IOException {
        return new LogVerifier(new LogFolder(log.folder), log.key.verifier(), entries -> {}).verify(Optional.of(since));
    }

    private static Verdict verify(PublishedLog published, SampleLog log) throws IOException {
        return new LogVerifier(published, log.key.verifier(), entries -> {}).verify(Optional.empty());
    }

    /** The files of a folder, read once, as thousands of checks read them. */
    private static final class FilesInMemory implements PublishedLog {
        private final Map<String, byte[]> contents = new HashMap<>();

        FilesInMemory(Path folder) throws IOException {
            for (Path file : new SampleLog(folder).files()) {
                contents.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        }

        @Override
        public Optional<byte[]> checkpoint() {
            return Optional.ofNullable(contents.get("checkpoint"));
        }

        @Override
        public Optional<byte[]> find(LogFile file) {
            return Optional.ofNullable(contents.get(file.path()));
        }
    }
}
