package org.healthpassport.benchmarks.product;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A database for one run in a MongoDB that serves others too. It goes with the run. */
public final class OwnDatabase implements AutoCloseable {
    private static final Pattern URI = Pattern.compile("(mongodb(?:\\+srv)?://[^/?]+)(?:/([^?]*))?(?:\\?(.*))?");

    private final String uri;
    private final String name;

    private OwnDatabase(String uri, String name) {
        this.uri = uri;
        this.name = name;
    }

    /**
     * A database that does not exist yet.
     *
     * @param uri any connection string of that MongoDB; the database that it names is not touched
     * @throws IllegalArgumentException if it is no connection string
     */
    public static OwnDatabase in(String uri) {
        String name = "healthpassport-benchmark-" + ProcessHandle.current().pid();
        return new OwnDatabase(uriOf(uri, name), name);
    }

    /** The same connection string for another database. Users are still looked up where they were. */
    static String uriOf(String uri, String database) {
        Matcher parts = URI.matcher(uri);
        if (!parts.matches()) {
            throw new IllegalArgumentException("Expected MONGODB_URI to be a connection string, but it is none");
        }
        String options = parts.group(3) == null ? "" : parts.group(3);
        if (parts.group(1).contains("@") && !options.contains("authSource=")) {
            String users = parts.group(2) == null || parts.group(2).isEmpty() ? "admin" : parts.group(2);
            options += (options.isEmpty() ? "" : "&") + "authSource=" + users;
        }
        return parts.group(1) + "/" + database + (options.isEmpty() ? "" : "?" + options);
    }

    public String uri() {
        return uri;
    }

    @Override
    public void close() {
        try (MongoClient client = MongoClients.create(uri)) {
            client.getDatabase(name).drop();
        }
    }
}
