package org.healthpassport.objects.firebase;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.gax.retrying.RetrySettings;
import com.google.auth.Credentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.NoCredentials;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import com.google.cloud.storage.StorageRetryStrategy;
import com.google.firebase.FirebaseApp;
import com.google.firebase.FirebaseOptions;
import com.google.firebase.ImplFirebaseTrampolines;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The Firebase app of one store, and the clients of Google's Storage that work with its credentials. */
final class FirebaseConnection implements AutoCloseable {
    /** Without a name Google's library asks the machine for one; names of projects matter to none of our calls. */
    private static final String PROJECT = "health-passport";

    private final @Nullable FirebaseApp app;
    private final Storage calls;
    private final Storage reads;

    private FirebaseConnection(@Nullable FirebaseApp app, StorageOptions options) {
        this.app = app;
        this.calls = options.getService();
        this.reads = options.toBuilder()
                .setStorageRetryStrategy(OneAttempt.STRATEGY)
                .build()
                .getService();
    }

    /** @throws IllegalArgumentException when the credentials cannot be read */
    static FirebaseConnection open(FirebaseSettings settings) {
        HttpTransport transport = new NetHttpTransport();
        FirebaseApp app = settings.emulated() ? null : app(settings, transport);
        return new FirebaseConnection(app, options(settings, transport, app));
    }

    /** Tries again what failed at once. */
    Storage calls() {
        return calls;
    }

    /** Tries nothing again, as the library would read on for ever where each answer is cut off. */
    Storage reads() {
        return reads;
    }

    @Override
    public void close() {
        if (app != null) {
            app.delete();
        }
    }

    private static FirebaseApp app(FirebaseSettings settings, HttpTransport transport) {
        return FirebaseApp.initializeApp(
                FirebaseOptions.builder()
                        .setCredentials(credentials(settings.credentialsFile(), transport))
                        .setStorageBucket(settings.bucket())
                        .setHttpTransport(transport)
                        .build(),
                "object-store-" + UUID.randomUUID());
    }

    private static StorageOptions options(
            FirebaseSettings settings, HttpTransport transport, @Nullable FirebaseApp app) {
        StorageOptions.Builder options = StorageOptions.http()
                .setCredentials(credentials(app))
                .setProjectId(project(app))
                .setStorageRetryStrategy(StorageRetryStrategy.getUniformStorageRetryStrategy())
                .setRetrySettings(RetrySettings.newBuilder()
                        .setInitialRetryDelayDuration(settings.retriesFor().dividedBy(40))
                        .setRetryDelayMultiplier(2)
                        .setMaxRetryDelayDuration(settings.retriesFor().dividedBy(4))
                        .setTotalTimeoutDuration(settings.retriesFor())
                        .build())
                .setTransportOptions(HttpTransportOptions.newBuilder()
                        .setHttpTransportFactory(() -> transport)
                        .setConnectTimeout(
                                Math.toIntExact(settings.connectTimeout().toMillis()))
                        .setReadTimeout(Math.toIntExact(settings.readTimeout().toMillis()))
                        .build());
        if (settings.endpoint() != null) {
            options.setHost(settings.endpoint().toString());
        }
        return options.build();
    }

    /** Firebase's own client of Storage looks up the bucket first, which needs a right that nothing else here needs. */
    private static Credentials credentials(@Nullable FirebaseApp app) {
        return app == null
                ? NoCredentials.getInstance()
                : new QuietCredentials(ImplFirebaseTrampolines.getCredentials(app));
    }

    private static String project(@Nullable FirebaseApp app) {
        return app == null ? PROJECT : Objects.requireNonNullElse(ImplFirebaseTrampolines.getProjectId(app), PROJECT);
    }

    private static GoogleCredentials credentials(@Nullable Path file, HttpTransport transport) {
        if (file == null) {
            try {
                return GoogleCredentials.getApplicationDefault(() -> transport);
            } catch (IOException e) {
                throw new IllegalArgumentException(
                        "Expected credentials for Firebase Storage, but this machine gives none; set %s to the key file of a service account."
                                .formatted(FirebaseSettings.CREDENTIALS),
                        new WithoutMessage(e));
            }
        }
        try (InputStream json = Files.newInputStream(file)) {
            return GoogleCredentials.fromStream(json, () -> transport);
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException(
                    "Expected %s to name the key file of a service account, but there is no such file, or it is another one."
                            .formatted(FirebaseSettings.CREDENTIALS),
                    new WithoutMessage(e));
        }
    }
}
