package org.healthpassport.fhir.pattern;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A nondeterministic automaton (Thompson's construction), and what makes it deterministic. */
final class Automaton {
    private final List<BitSet> freeSteps = new ArrayList<>();
    private final List<BitSet> symbols = new ArrayList<>();
    private final List<Integer> targets = new ArrayList<>();
    private final int start;
    private final int end;

    Automaton(Syntax syntax) {
        start = newState();
        end = add(syntax, start);
    }

    /**
     * A row for each state, with the next state for each symbol; row 0 is where nothing matches any more, 1 the start.
     */
    int[][] transitions(BitSet accepting) {
        Map<BitSet, Integer> numbers = new HashMap<>();
        List<int[]> rows = new ArrayList<>();
        Deque<BitSet> pending = new ArrayDeque<>();
        numbers.put(new BitSet(), 0);
        rows.add(new int[Alphabet.SIZE]);
        BitSet first = new BitSet();
        first.set(start);
        pending.add(closed(first));
        numbers.put(pending.element(), 1);
        while (!pending.isEmpty()) {
            BitSet states = pending.remove();
            accepting.set(rows.size(), states.get(end));
            int[] row = new int[Alphabet.SIZE];
            for (int symbol = 0; symbol < Alphabet.SIZE; symbol++) {
                BitSet next = step(states, symbol);
                Integer number = numbers.get(next);
                if (number == null) {
                    number = numbers.size();
                    numbers.put(next, number);
                    pending.add(next);
                }
                row[symbol] = number;
            }
            rows.add(row);
        }
        return rows.toArray(int[][]::new);
    }

    private BitSet step(BitSet states, int symbol) {
        BitSet next = new BitSet();
        states.stream().filter(state -> symbols.get(state).get(symbol)).forEach(state -> next.set(targets.get(state)));
        return closed(next);
    }

    private BitSet closed(BitSet states) {
        BitSet all = (BitSet) states.clone();
        Deque<Integer> pending = new ArrayDeque<>();
        states.stream().forEach(pending::add);
        while (!pending.isEmpty()) {
            freeSteps.get(pending.remove()).stream()
                    .filter(state -> !all.get(state))
                    .forEach(state -> {
                        all.set(state);
                        pending.add(state);
                    });
        }
        return all;
    }

    /** Appends states for the syntax behind a state and returns the last of them. */
    private int add(Syntax syntax, int from) {
        if (syntax instanceof Syntax.OneOf one) {
            int to = newState();
            symbols.set(from, one.symbols());
            targets.set(from, to);
            return to;
        }
        if (syntax instanceof Syntax.Sequence sequence) {
            int last = from;
            for (Syntax part : sequence.parts()) {
                last = addApart(part, last);
            }
            return last;
        }
        if (syntax instanceof Syntax.Alternatives alternatives) {
            int to = newState();
            for (Syntax choice : alternatives.choices()) {
                freeSteps.get(addApart(choice, from)).set(to);
            }
            return to;
        }
        return addRepeated((Syntax.Repeated) syntax, from);
    }

    private int addRepeated(Syntax.Repeated repeated, int from) {
        int last = from;
        for (int i = 0; i < repeated.least(); i++) {
            last = addApart(repeated.part(), last);
        }
        int to = newState();
        freeSteps.get(last).set(to);
        if (repeated.most() == Syntax.WITHOUT_END) {
            freeSteps.get(addApart(repeated.part(), to)).set(to);
            return to;
        }
        for (int i = repeated.least(); i < repeated.most(); i++) {
            last = addApart(repeated.part(), last);
            freeSteps.get(last).set(to);
        }
        return to;
    }

    /** With a first state of its own, as only one set of symbols can leave a state. */
    private int addApart(Syntax syntax, int from) {
        int first = newState();
        freeSteps.get(from).set(first);
        return add(syntax, first);
    }

    private int newState() {
        freeSteps.add(new BitSet());
        symbols.add(new BitSet());
        targets.add(0);
        return freeSteps.size() - 1;
    }
}
