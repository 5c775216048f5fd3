package org.healthpassport.standalone;

import java.net.URI;

/**
 * Where everything is.
 *
 * @param api of the API, without a path
 * @param audit of audit-service, without a path
 * @param kafka bootstrap servers
 * @param mongoDb connection string
 */
record Addresses(URI api, URI audit, String kafka, String mongoDb) {}
