package org.healthpassport.audit.projection;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.healthpassport.audit.log.CommittedEntries;
import org.healthpassport.audit.tile.Entry;

/**
 * Makes all views follow the log. A requested generation is built beside the current one and replaces it once it has caught
 * up. Several instances may do so side by side. For one thread.
 */
public final class Projector {
    private static final int BATCH = 1024;

    private final CommittedEntries log;
    private final Generations generations;
    private final List<Projection> views;
    private volatile long lag;
    /** All generations below it were dropped, as far as this instance knows. */
    private long oldest;

    public Projector(CommittedEntries log, Generations generations, List<Projection> views) {
        this.log = log;
        this.generations = generations;
        this.views = List.copyOf(views);
    }

    /** The number of committed entries that the current views do not have, as of the last step. */
    public long lag() {
        return lag;
    }

    /**
     * Does a bounded part of the work.
     *
     * @return true if there is more to do
     */
    public boolean step() throws IOException {
        Generation current = generations.current();
        dropBelow(current);
        lag = follow(current);
        Optional<Generation> requested = generations.requestedAfter(current);
        if (requested.isEmpty()) {
            return lag > 0;
        }
        if (follow(requested.get()) == 0) {
            generations.switchTo(requested.get());
        }
        return true;
    }

    /**
     * Builds all views from nothing and only then replaces the current ones, which may be those of another log.
     *
     * @param between is called now and then, and ends the work by throwing
     */
    public void buildAnew(Between between) throws IOException {
        Generation anew = generations.reserve();
        for (Projection view : views) {
            view.drop(anew);
            view.prepare(anew);
        }
        do {
            between.run();
        } while (follow(anew) > 0);
        generations.switchTo(anew);
    }

    /** Something to do between two parts of the work. */
    @FunctionalInterface
    public interface Between {
        void run() throws IOException;
    }

    /** Every instance does this at its start and after each switch, because another one may have stopped before it could. */
    private void dropBelow(Generation current) throws IOException {
        while (oldest < current.number()) {
            for (Projection view : views) {
                view.drop(new Generation(oldest));
            }
            oldest++;
        }
    }

    /** Returns the number of committed entries that the generation still does not have. */
    private long follow(Generation generation) throws IOException {
        long from = generations.position(generation);
        long size = log.size();
        if (from == 0) {
            for (Projection view : views) {
                view.prepare(generation);
            }
        }
        long to = Math.min(size, from + BATCH);
        if (from >= to) {
            return 0;
        }
        List<LoggedEntry> entries = new ArrayList<>();
        for (Entry entry : log.entries(from, to)) {
            entries.add(LoggedEntry.of(from + entries.size(), entry));
        }
        for (Projection view : views) {
            view.apply(generation, entries);
        }
        generations.advance(generation, to);
        return size - to;
    }
}
