package org.healthpassport.fhir.validation;

import java.util.ArrayList;
import java.util.List;
import org.healthpassport.fhir.element.Location;

/** Collects findings, at most as many as help a client. */
final class FindingCollector {
    private static final int AT_MOST = 50;

    private final List<Finding> found = new ArrayList<>();

    void add(Location where, String detail) {
        if (!isFull()) {
            found.add(new Finding(where.pointer(), detail));
        }
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    boolean isFull() {
        return found.size() == AT_MOST;
    }

    List<Finding> all() {
        return List.copyOf(found);
    }
}
