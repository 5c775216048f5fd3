package org.healthpassport.objects.firebase;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.healthpassport.objects.remote.FaultyLine;
import org.healthpassport.objects.remote.RemoteObjectStoreContract;
import org.healthpassport.vault.object.ObjectStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class FirebaseObjectStoreTest extends RemoteObjectStoreContract {
    @TempDir
    Path folder;

    private @Nullable FirebaseStandin standin;
    private @Nullable FaultyLine line;

    @AfterEach
    void stop() throws IOException {
        line().close();
        standin().close();
    }

    @Override
    protected ObjectStore openStore() {
        return new FirebaseObjectStore(settings(standin().keyFile()));
    }

    @Override
    protected ObjectStore openWithWrongCredentials() {
        Path stranger = folder.resolve("stranger.json");
        standin().tokens().writeKeyFileOfAStranger(stranger);
        return new FirebaseObjectStore(settings(stranger));
    }

    @Override
    protected FaultyLine line() {
        try {
            if (line == null) {
                line = FaultyLine.to(standin().port());
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private FirebaseStandin standin() {
        try {
            if (standin == null) {
                standin = FirebaseStandin.start(folder);
            }
            return standin;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private FirebaseSettings settings(Path keyFile) {
        return Impatient.settings(FirebaseStandin.BUCKET, line().port(), keyFile);
    }
}
