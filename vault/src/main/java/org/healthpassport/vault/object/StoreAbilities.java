package org.healthpassport.vault.object;

/**
 * The things that an object store can do, and its limits.
 *
 * @param atomicCreate true if of several writers of one name exactly one creates the object, however they race
 * @param listing true if the store lists its objects by prefix
 * @param maxObjectBytes the size of the largest object that can be stored
 */
public record StoreAbilities(boolean atomicCreate, boolean listing, long maxObjectBytes) {}
