package org.healthpassport.bus.start;

/**
 * Something a service needs before its work begins, and that may come late. Steps are taken one after another, in the
 * order of Spring; the web server answers probes meanwhile.
 */
public interface StartStep {

    /** The dependency and its expected state, as after "waiting for": {@code MongoDB to be prepared}. */
    String awaited();

    /**
     * Tries once; called again after a failure, so idempotent.
     *
     * @throws org.healthpassport.bus.ConfigurationFailure if waiting cannot help; it ends the start
     */
    void attempt() throws Exception;
}
