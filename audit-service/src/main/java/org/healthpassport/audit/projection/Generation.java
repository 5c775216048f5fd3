package org.healthpassport.audit.projection;

/** One build of all views. The next one is built beside it, in collections of its own. */
public record Generation(long number) {

    /** The collection that holds a view in this generation. */
    public String collection(String view) {
        return number == 0 ? view : view + "." + number;
    }
}
