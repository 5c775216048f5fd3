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
import org.healthpassport.audit.mongo.MongoTimeouts;

/**
 * Asks, from the command line, for all views to be made anew. The services that run do it, beside the views that answer
 * meanwhile; where none runs, the next one that is started does. Exit code 0: asked; 2: could not be asked.
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

    /** Returns the exit code. */
    public int run() {
        try {
            ConnectionString uri = new ConnectionString(environment.getOrDefault("MONGODB_URI", DEFAULT_URI));
            String database = Optional.ofNullable(uri.getDatabase())
                    .orElseThrow(() -> new IllegalArgumentException("Expected MONGODB_URI to name a database."));
            try (MongoClient client = MongoClients.create(settings(uri))) {
                Generation next = new Generations(new DurableDatabase(client.getDatabase(database))).request();
                out.println(
                        "Generation " + next.number() + " of the search index is to be made. It takes the place of the"
                                + " present one when it has come as far.");
                return ASKED;
            }
        } catch (IllegalArgumentException e) {
            err.println("MONGODB_URI does not name a database that can be asked.");
        } catch (IOException e) {
            err.println("The database could not be asked: " + e.getMessage());
        }
        return FAILED;
    }

    /** With the time-outs of the service, unless the connection string says otherwise. */
    private static MongoClientSettings settings(ConnectionString uri) {
        MongoClientSettings.Builder settings = MongoClientSettings.builder();
        MongoTimeouts.applyTo(settings);
        return settings.applyConnectionString(uri).build();
    }
}
