package org.healthpassport.fhir.element;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A place in a JSON text; its pointer is built only when it is needed. */
public final class Location {
    /** The whole resource. */
    public static final Location ROOT = new Location(null, "");

    private final @Nullable Location parent;
    private final Object token;

    private Location(@Nullable Location parent, Object token) {
        this.parent = parent;
        this.token = token;
    }

    public Location member(String name) {
        return new Location(this, name);
    }

    public Location item(int index) {
        return new Location(this, index);
    }

    /** The JSON pointer (RFC 6901). */
    public String pointer() {
        Deque<String> tokens = new ArrayDeque<>();
        for (Location at = this; at.parent != null; at = at.parent) {
            tokens.push(at.token.toString().replace("~", "~0").replace("/", "~1"));
        }
        return tokens.isEmpty() ? "" : "/" + String.join("/", tokens);
    }
}
