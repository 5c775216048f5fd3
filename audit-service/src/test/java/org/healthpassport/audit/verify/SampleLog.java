package org.healthpassport.audit.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.healthpassport.audit.merkle.MerkleTree;
import org.healthpassport.audit.note.Checkpoint;
import org.healthpassport.audit.note.LogProof;
import org.healthpassport.audit.note.SignatureType;
import org.healthpassport.audit.note.SignedNote;
import org.healthpassport.audit.note.SigningKey;
import org.healthpassport.audit.tile.Entry;
import org.healthpassport.audit.tile.LogEdge;
import org.healthpassport.audit.tile.VerifiedTiles;
import org.healthpassport.audit.verify.source.LogFolder;

/** A log in a folder, written as audit logs are: full files as they fill, partial ones with every checkpoint. */
final class SampleLog {
    static final String ORIGIN = "log.example/audit";
    private static final int BATCH = 4096;

    final SigningKey key;
    final Path folder;
    private LogEdge edge = LogEdge.EMPTY;

    SampleLog(Path folder) {
        this(folder, ORIGIN);
    }

    SampleLog(Path folder, String origin) {
        this.key = SigningKey.generate(origin, SignatureType.ED25519);
        this.folder = folder;
    }

    static SampleLog of(int size, Path folder) throws IOException {
        SampleLog log = new SampleLog(folder);
        log.grow(size);
        return log;
    }

    /** Appends up to this size and publishes a checkpoint. */
    void grow(int size) throws IOException {
        while (edge.size() < size) {
            append(IntStream.range((int) edge.size(), (int) Math.min(size, edge.size() + BATCH))
                    .mapToObj(SampleLog::entry)
                    .toList());
        }
        publish();
    }

    void append(List<Entry> entries) throws IOException {
        LogEdge.Growth growth = edge.append(entries);
        for (var tile : growth.fullTiles()) {
            write(tile.id().path(), tile.bytes());
        }
        for (var bundle : growth.fullBundles()) {
            write(bundle.id().path(), bundle.bytes());
        }
        edge = growth.edge();
    }

    void publish() throws IOException {
        for (var tile : edge.tree().partialTiles()) {
            write(tile.id().path(), tile.bytes());
        }
        if (edge.partialBundle().isPresent()) {
            write(
                    edge.partialBundle().get().id().path(),
                    edge.partialBundle().get().bytes());
        }
        write("checkpoint", sign().bytes());
    }

    SignedNote sign() {
        return key.sign(new Checkpoint(key.verifier().name(), edge.size(), edge.root()));
    }

    LogProof prove(long index) throws IOException {
        VerifiedTiles tiles = new VerifiedTiles(edge.size(), edge.root(), new LogFolder(folder));
        return new LogProof(
                index, new MerkleTree(edge.size(), tiles).inclusion(index).path(), sign());
    }

    static Entry entry(int index) {
        return Entry.of(("{\"action\":\"R\",\"index\":" + index + "}").getBytes(UTF_8));
    }

    void write(String path, byte[] bytes) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    String vkey() {
        return key.verifier().toString();
    }

    List<Path> files() throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
