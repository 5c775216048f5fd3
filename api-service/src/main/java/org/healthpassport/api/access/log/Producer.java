package org.healthpassport.api.access.log;

/**
 * The stream of access events of one writer, numbered from 1 without gaps.
 *
 * @param last number of the last event, 0 before the first
 */
record Producer(String id, long last) {

    static Producer starting(String id) {
        return new Producer(id, 0);
    }

    Producer after(int events) {
        return new Producer(id, last + events);
    }
}
