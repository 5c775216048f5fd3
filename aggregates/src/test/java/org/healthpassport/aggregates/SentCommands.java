package org.healthpassport.aggregates;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** The commands that a client really sent to MongoDB. */
public final class SentCommands implements CommandListener {
    private final List<BsonDocument> sent = new CopyOnWriteArrayList<>();

    @Override
    public void commandStarted(CommandStartedEvent event) {
        sent.add(event.getCommand().clone());
    }

    public void forget() {
        sent.clear();
    }

    /** The commands of that name for that collection, oldest first. */
    public List<BsonDocument> of(String command, String collection) {
        return sent.stream()
                .filter(each -> each.containsKey(command) && isString(each.get(command), collection))
                .toList();
    }

    /** A read concern such as {@code majority}; {@code none} if the server's default applies. */
    public static String readConcern(BsonDocument command) {
        return command.containsKey("readConcern")
                ? command.getDocument("readConcern").getString("level").getValue()
                : "none";
    }

    private static boolean isString(BsonValue value, String expected) {
        return value.isString() && value.asString().getValue().equals(expected);
    }
}
