package org.healthpassport.objects.firebase;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import org.healthpassport.objects.kind.StoreEnvironment;
import org.healthpassport.objects.kind.StoreUrl;
import org.jspecify.annotations.Nullable;

/**
 * A bucket, and the way to it.
 *
 * @param endpoint an emulator or a private endpoint; null for Google's own
 * @param emulated true if nobody asks for credentials there
 * @param credentialsFile of a service account; null for the credentials that the environment gives
 * @param connectTimeout of a connection
 * @param readTimeout the longest silence of the store; a call that met it is not tried again
 * @param uploadTimeout the longest time in which an upload may not come forward
 * @param retriesFor the time in which a call that failed at once is tried again
 */
record FirebaseSettings(
        String bucket,
        @Nullable URI endpoint,
        boolean emulated,
        @Nullable Path credentialsFile,
        Duration connectTimeout,
        Duration readTimeout,
        Duration uploadTimeout,
        Duration retriesFor) {
    static final String CREDENTIALS = "GOOGLE_APPLICATION_CREDENTIALS";
    static final String EMULATOR = "FIREBASE_STORAGE_EMULATOR_HOST";

    private static final String ENDPOINT = "endpoint";
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]");

    /** As the URL and the environment say, with time-outs for networks between cities. */
    static FirebaseSettings of(StoreUrl url, StoreEnvironment environment) {
        url.requireNoParametersBut(Set.of(ENDPOINT));
        String bucket = url.bucket();
        if (!BUCKET.matcher(bucket).matches()) {
            throw url.wrong("to name a bucket as Google allows it (a-z, 0-9, '-', '_' and '.')");
        }
        String endpoint = url.parameter(ENDPOINT);
        String emulator = environment.get(EMULATOR);
        if (endpoint != null && emulator != null) {
            throw url.wrong("to have no endpoint while %s is set".formatted(EMULATOR));
        }
        String credentials = environment.get(CREDENTIALS);
        return new FirebaseSettings(
                bucket,
                emulator != null
                        ? emulator(emulator)
                        : endpoint != null ? endpoint(endpoint, url.setting() + "'s endpoint") : null,
                emulator != null,
                credentials == null ? null : Path.of(credentials),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(100),
                Duration.ofSeconds(20));
    }

    /** The scheme, the bucket, and the host unless it is Google's own. */
    String label() {
        return "firebase:" + bucket + (endpoint == null ? "" : "@" + endpoint.getRawAuthority());
    }

    private static URI emulator(String value) {
        return httpUrl(value.contains("://") ? value : "http://" + value, EMULATOR);
    }

    private static URI endpoint(String value, String name) {
        URI url = httpUrl(value, name);
        if (!url.getScheme().equals("https") && !isLoopback(url.getHost())) {
            throw new IllegalArgumentException(
                    "Expected %s to be an https: URL, but credentials would travel in the clear.".formatted(name));
        }
        return url;
    }

    private static URI httpUrl(String value, String name) {
        try {
            URI url = new URI(value);
            String path = url.getRawPath();
            if (("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                    && url.getHost() != null
                    && url.getRawUserInfo() == null
                    && (path == null || path.isEmpty() || path.equals("/"))
                    && url.getRawQuery() == null) {
                return new URI(url.getScheme(), null, url.getHost(), url.getPort(), null, null, null);
            }
        } catch (URISyntaxException e) {
            // The message of the cause repeats the URL.
        }
        throw new IllegalArgumentException(
                "Expected %s to be a URL such as http://127.0.0.1:9199, with nothing behind the host and port."
                        .formatted(name));
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
