package org.healthpassport.standalone.network;

import java.net.URI;

/**
 * The addresses of everything that runs.
 *
 * @param api the address of the API, without a path
 * @param audit the address of audit-service, without a path
 * @param kafka the bootstrap servers
 * @param mongoDb the address of MongoDB, without a login
 */
public record Addresses(URI api, URI audit, String kafka, String mongoDb) {}
