package org.healthpassport.audit.projection;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import org.healthpassport.audit.mongo.DurableDatabase;
import org.healthpassport.bus.mongo.DurableMongoClient;

/**
 * Requests a rebuild of all views from the command line. The running services do it, while the current views go on answering;
 * if none runs, the next one that is started does. Exit code 0: requested; 2: the database could not be reached.
 */
public final class RebuildCommand {
    public static final int ASKED = 0;
    public static final int FAILED = 2;

    private static final String DEFAULT_URI = "mongodb://localhost:27017/healthpassport";

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    /** @param environment in which {@code MONGODB_URI} names the database */
    public RebuildCommand(Map<String, String> environment, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    /** Requests the rebuild and returns the exit code. */
    public int run() {
        try {
            ConnectionString uri = new ConnectionString(environment.getOrDefault("MONGODB_URI", DEFAULT_URI));
            String database = Optional.ofNullable(uri.getDatabase())
                    .orElseThrow(() -> new IllegalArgumentException("Expected MONGODB_URI to name a database."));
            try (MongoClient client = MongoClients.create(settings(uri))) {
                Generation next = new Generations(new DurableDatabase(client.getDatabase(database))).request();
                out.println("Requested generation " + next.number()
                        + " of the search index. It replaces the current one once it has caught up.");
                return ASKED;
            }
        } catch (IllegalArgumentException e) {
            err.println("Expected MONGODB_URI to be a connection string that names a database, but it is not.");
        } catch (IOException e) {
            err.println("The database could not be reached: " + e.getMessage());
        }
        return FAILED;
    }

    /** With the time-outs of the service, unless the connection string says otherwise. */
    private static MongoClientSettings settings(ConnectionString uri) {
        MongoClientSettings.Builder settings = MongoClientSettings.builder();
        DurableMongoClient.configure(settings);
        return settings.applyConnectionString(uri).build();
    }
}
