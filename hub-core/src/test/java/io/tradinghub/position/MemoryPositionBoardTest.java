package io.tradinghub.position;

import io.tradinghub.testing.MemoryPositionBoard;

/// The fake shows what the real board shows.
class MemoryPositionBoardTest extends PositionBoardContract {
    private final MemoryPositionBoard board = new MemoryPositionBoard();

    @Override
    protected PositionBoard board() {
        return board;
    }

    @Override
    protected void goAway() {
        board.becomeAway(true);
    }

    @Override
    protected void comeBack() {
        board.becomeAway(false);
    }
}
