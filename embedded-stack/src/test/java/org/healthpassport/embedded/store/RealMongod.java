package org.healthpassport.embedded.store;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.healthpassport.embedded.LoopbackPort;

/** A real {@code mongod}, where the environment variable {@code MONGOD} or the PATH names one. */
final class RealMongod implements AutoCloseable {
    private final Process process;
    private final int port;

    private RealMongod(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static Optional<RealMongod> startIn(Path folder) throws IOException {
        Optional<Path> program = find();
        if (program.isEmpty()) {
            System.out.println("Not compared with a real mongod: neither MONGOD nor the PATH names one."
                    + " Compared indexed with unindexed collections of the embedded store.");
            return Optional.empty();
        }
        System.out.println("Compared with " + program.get());
        int port = LoopbackPort.claim(0, "mongod");
        Process process = new ProcessBuilder(
                        program.get().toString(),
                        "--dbpath",
                        folder.toString(),
                        "--bind_ip",
                        LoopbackPort.HOST,
                        "--port",
                        Integer.toString(port))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectErrorStream(true)
                .start();
        return Optional.of(new RealMongod(process, port));
    }

    private static Optional<Path> find() {
        Stream<Path> named = Stream.ofNullable(System.getenv("MONGOD")).map(Path::of);
        Stream<Path> onPath = Arrays.stream(
                        Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "mongod"));
        return Stream.concat(named, onPath).filter(Files::isExecutable).findFirst();
    }

    String connectionString() {
        return "mongodb://" + LoopbackPort.HOST + ":" + port;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
