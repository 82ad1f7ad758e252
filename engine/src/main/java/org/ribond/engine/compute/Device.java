package org.ribond.engine.compute;

/**
 * A device that a backend can run on.
 *
 * @param index number of the device within its backend, from 0
 * @param name the device's own name, such as the processor's or the card's
 * @param driver driver or runtime and its version
 * @param computeUnits cores or multiprocessors
 * @param memoryBytes memory that the device offers, 0 where it does not say
 * @param detail vector width, compute capability or what else tells such devices apart
 */
public record Device(
    int index, String name, String driver, int computeUnits, long memoryBytes, String detail) {}
