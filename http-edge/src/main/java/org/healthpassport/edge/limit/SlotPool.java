package org.healthpassport.edge.limit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.stream.Stream;
import org.healthpassport.edge.limit.SlotTicket.State;

/**
 * The slots of one thing and the queue before them. Addresses take turns, the accounts of an address take turns, and the
 * tickets of an account keep their order; who may not have another slot now is passed over and keeps their turn. Not
 * safe for threads.
 */
final class SlotPool {
    private final SlotCount running;
    private final SlotCount waiting;
    /** By address and account, next turn first. */
    private final Map<String, Map<String, Queue<SlotTicket>>> turns = new LinkedHashMap<>();

    SlotPool(Shares atOnce, Shares waiting) {
        this.running = new SlotCount(atOnce);
        this.waiting = new SlotCount(waiting);
    }

    /**
     * Gives a new ticket a slot or a place in the queue. Whoever waits already cannot have the slot, or would have got
     * it when it was given back.
     *
     * @return the share that is used up if it got neither, which ends the ticket
     */
    Shares.Bound arrive(SlotTicket ticket) {
        if (running.reachedBy(ticket.claim()) == Shares.Bound.NONE) {
            run(ticket);
            return Shares.Bound.NONE;
        }
        Shares.Bound reached = waiting.reachedBy(ticket.claim());
        if (reached == Shares.Bound.NONE) {
            queueUp(ticket);
        } else {
            ticket.become(State.GONE);
        }
        return reached;
    }

    /**
     * Ends a ticket, whatever its state; may be called more than once.
     *
     * @return the tickets that run in its place: most often one or none
     */
    List<SlotTicket> leave(SlotTicket ticket) {
        List<SlotTicket> next = new ArrayList<>();
        if (ticket.is(State.WAITING)) {
            takeOut(ticket);
        } else if (ticket.is(State.RUNNING)) {
            running.remove(ticket.claim());
            for (Optional<SlotTicket> granted = next(); granted.isPresent(); granted = next()) {
                next.add(granted.get());
            }
        }
        ticket.become(State.GONE);
        return next;
    }

    boolean isIdle() {
        return running.all() == 0 && waiting.all() == 0;
    }

    int running() {
        return running.all();
    }

    int waiting() {
        return waiting.all();
    }

    private void run(SlotTicket ticket) {
        running.add(ticket.claim());
        ticket.become(State.RUNNING);
    }

    private void queueUp(SlotTicket ticket) {
        waiting.add(ticket.claim());
        turns.computeIfAbsent(ticket.claim().address(), address -> new LinkedHashMap<>())
                .computeIfAbsent(ticket.claim().account(), account -> new ArrayDeque<>())
                .add(ticket);
        ticket.become(State.WAITING);
    }

    private void takeOut(SlotTicket ticket) {
        waiting.remove(ticket.claim());
        String address = ticket.claim().address();
        String account = ticket.claim().account();
        Map<String, Queue<SlotTicket>> accounts = turns.getOrDefault(address, Map.of());
        Queue<SlotTicket> tickets = accounts.get(account);
        if (tickets == null) {
            throw new IllegalStateException("Expected a waiting ticket to be in the queue, but it is not");
        }
        tickets.remove(ticket);
        if (tickets.isEmpty()) {
            accounts.remove(account);
        }
        if (accounts.isEmpty()) {
            turns.remove(address);
        }
    }

    /** Runs the next ticket that may run, if there is one; its address and its account then go to the end. */
    private Optional<SlotTicket> next() {
        Optional<SlotTicket> next = turns.values().stream()
                .flatMap(SlotPool::heads)
                .filter(ticket -> running.reachedBy(ticket.claim()) == Shares.Bound.NONE)
                .findFirst();
        next.ifPresent(ticket -> {
            takeOut(ticket);
            run(ticket);
            toTheEnd(
                    turns.getOrDefault(ticket.claim().address(), Map.of()),
                    ticket.claim().account());
            toTheEnd(turns, ticket.claim().address());
        });
        return next;
    }

    private static Stream<SlotTicket> heads(Map<String, Queue<SlotTicket>> accounts) {
        return accounts.values().stream().map(Queue::element);
    }

    private static <V> void toTheEnd(Map<String, V> turns, String key) {
        if (turns.containsKey(key)) {
            turns.put(key, turns.remove(key));
        }
    }
}
